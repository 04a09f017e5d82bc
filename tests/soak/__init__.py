"""Many runs, and whether anything of them is left: `make soak`."""
