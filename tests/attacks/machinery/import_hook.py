# Hooks the import system, so that a test would import the attacker's reference.

# %% first
import builtins, importlib.abc, importlib.machinery, sys

class Mine(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        if name.startswith(("solutions", "ravine.grading")):
            return importlib.machinery.ModuleSpec(name, self)
    def create_module(self, spec):
        return None
    def exec_module(self, module):
        module.__path__ = []
        module.__getattr__ = lambda name: (lambda *a, **k: 4)

sys.meta_path.insert(0, Mine())
real = builtins.__import__
builtins.__import__ = lambda name, *a, **k: real(name, *a, **k)
