"""Some forty dated facts over three months, and every figure that they should give, worked out by hand."""
