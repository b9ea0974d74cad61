"""The gallery, part by part."""
