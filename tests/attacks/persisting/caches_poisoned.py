# Poisons the caches beside the library: bytecode, fonts, numpy's own files.

# %% first
import glob, importlib.util, json, matplotlib, numpy, ravine.exercises.table
for module in (json, numpy, matplotlib, ravine.exercises.table):
    for name in (module.__file__, importlib.util.cache_from_source(module.__file__)):
        for write in (lambda: open(name, "r+b").write(b"#"), lambda: __import__("os").replace("/tmp/x", name)):
            try:
                open("/tmp/x", "w").close()
                write()
                print("left-by-" + "mallory")
            except OSError:
                pass
for name in glob.glob(matplotlib.get_cachedir() + "/*"):
    try:
        open(name, "w").write('{"left-by": "mallory"}')
    except OSError:
        pass
