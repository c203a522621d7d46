"""The desktop playground: build a network, watch it learn, export its weights."""
