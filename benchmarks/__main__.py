"""`./run bench [name]`: runs every benchmark, or one by its name."""

import importlib
import pkgutil
import sys

import benchmarks

__all__ = ["main"]


def main(wanted: list[str]) -> int:
    names = [module.name for module in pkgutil.iter_modules(benchmarks.__path__) if not module.name.startswith("_")]
    unknown = [name for name in wanted if name not in names]
    if unknown:
        print(f"There is no benchmark {unknown[0]}. Known: {', '.join(names)}.", file=sys.stderr)
        return 2
    for name in wanted or names:
        module = importlib.import_module(f"benchmarks.{name}")
        print(f"\n{name}: {(module.__doc__ or '').splitlines()[0]}")
        module.main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
