"""Command lines as Go's flag packages read them. What the real program does not know is an error here as well."""


def parse(arguments, values=(), switches=(), lists=(), known_error=3):
    """Returns the flags and what follows them; names are without dashes."""
    found = {name: None for name in values} | {name: False for name in switches} | {name: [] for name in lists}
    rest = list(arguments)
    while rest and rest[0].startswith("-") and rest[0] not in ("-", "--"):
        name, equals, value = rest.pop(0).lstrip("-").partition("=")
        if name in switches:
            found[name] = value != "false"
        elif name in values or name in lists:
            if not equals:
                value = rest.pop(0)
            found[name] = found[name] + [value] if name in lists else value
        else:
            print(f"ERROR: flag provided but not defined: -{name}", flush=True)
            raise SystemExit(known_error)
    return found, rest
