"""Exact equilibria of finite games: equations, Newton, branches, search, quality."""
