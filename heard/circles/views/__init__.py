"""Pages of circles, for people with a browser and no script."""
