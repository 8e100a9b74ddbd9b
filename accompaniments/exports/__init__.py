"""Documents that leave: made from the same dataclasses as the pages."""
