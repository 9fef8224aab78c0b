"""Every order in which the steps of several runs on one host can fall, tried."""
