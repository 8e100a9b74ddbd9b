"""The courses of both programmes, played whole, and what a landlord reads of them."""
