# Shows pictures that are pages, archives, or of absurd size.

# %% first
import base64, struct, zlib
from IPython.display import Image, display
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
head = b"\x89PNG\r\n\x1a\n"
bomb = head + chunk(b"IHDR", struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 8, 6, 0, 0, 0)) + chunk(b"IEND", b"")
text = head + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 6, 0, 0, 0)) + chunk(
    b"tEXt", b"Comment\0<script>alert(1)</script>") + chunk(b"IDAT", zlib.compress(bytes(5))) + chunk(b"IEND", b"")
shell = get_ipython()
for picture in (bomb, text, b"<html><script>alert(1)</script>", head + b"junk", b"\xff\xd8\xff<svg onload=x>\xff\xd9"):
    shell.display_pub.publish({"image/png": base64.b64encode(picture).decode()})
    shell.display_pub.publish({"image/jpeg": picture})
shell.display_pub.publish({"image/svg+xml": "<svg onload='alert(1)'/>", "image/png": "not base64 \" onerror=alert(1) "})
