"""The commands of `modulo`, in groups. What a command needs is imported inside it, when it is called."""
