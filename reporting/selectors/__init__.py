"""Reads of this part: a manager's home, a month's figures and lists."""
