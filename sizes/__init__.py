"""What published series say of the flagship's numbers: `python -m sizes`, or `make sizes`."""
