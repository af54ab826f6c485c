"""Manifests, rooming lists, run sheets and messages: plain values in, text or bytes out."""
