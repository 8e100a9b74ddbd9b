"""The demonstration's programme: invented people, whose stories are played through the product's own services."""
