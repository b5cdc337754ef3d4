# Connects to whatever listens, resolves names, asks the metadata service of a cloud.

# %% first
import socket, urllib.request
for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, socket.AF_NETLINK):
    try:
        socket.socket(family, socket.SOCK_STREAM)
        print("plan" "ted-socket")
    except OSError:
        pass
for address in ("http://127.0.0.1", "http://169.254.169.254/latest/meta-data", "http://example.com"):
    try:
        print("plan" "ted-", urllib.request.urlopen(address, timeout=1).read())
    except OSError:
        pass
