"""Small pure plumbing, one topic a file, no models."""
