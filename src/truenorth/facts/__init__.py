"""What happened: canonical tables, whatever they came from. Reading them needs the extra `facts`."""
