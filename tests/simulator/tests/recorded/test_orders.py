"""Only what is a race has no order in the comparison of the recorded day."""

from __future__ import annotations

from recorded.orders import progress, pruned


def line(status: str, identifier: str, **detail: int) -> dict[str, object]:
    return {"status": status, "progressDetail": detail, "id": identifier}


def test_of_the_lines_of_layers_only_what_lies_side_by_side_has_no_order() -> None:
    start, end = {"status": "Pulling from a", "id": "1"}, {"status": "Digest: x"}
    one, two = line("Download complete", "a"), line("Download complete", "b")
    assert progress([start, one, two, end]) != progress([start, end, one, two])
    announced = [line("Pulling fs layer", "a"), line("Pulling fs layer", "b")]
    assert progress(announced) != progress(announced[::-1])
    assert progress([line("Verifying Checksum", "a"), one]) != progress([one, line("Verifying Checksum", "a")])
    whole, part = line("Downloading", "a", current=9, total=9), line("Downloading", "a", current=4, total=9)
    assert progress([part]) == progress([line("Downloading", "a", current=5, total=9)]) != progress([whole])


def test_of_a_prune_the_images_have_no_order_but_what_goes_with_each() -> None:
    one = [{"Untagged": "a:1"}, {"Untagged": "a@x"}, {"Deleted": "A"}, {"Deleted": "layer"}]
    two = [{"Untagged": "b:1"}, {"Deleted": "B"}]
    assert pruned([*one, *two]) == pruned([*two, *one])
    assert pruned([*one, *two]) == pruned([*one[:3], *two, one[3]])  # whichever was the last to have the layer
    assert pruned([one[1], one[0], *one[2:]]) != pruned(one)
    assert pruned([*one[:2], *two]) != pruned([*one, *two])
