"""Simulated Windows container hosts: machine, Docker Engine and WinRM endpoint, each with its source beside it."""
