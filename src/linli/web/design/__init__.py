"""What both sides look like: page frame, components, the gallery that shows them."""
