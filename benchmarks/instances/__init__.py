"""Instances of the orienteering literature: files in, values in the file's own units out."""
