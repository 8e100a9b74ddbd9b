"""What the command line does with months."""
