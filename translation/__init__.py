"""The workflow beside wagtail-localize: until it is there, what keeps its addresses safe."""
