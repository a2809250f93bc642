"""The pages of the shop: a first frame that says what the page is, and the bundle that goes on from there."""
