"""What runs behind a WinRM endpoint: a real PowerShell (live), or Python that answers in its place (light)."""
