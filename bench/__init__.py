"""What `make bench` measures: time and memory, each in a file of its own."""
