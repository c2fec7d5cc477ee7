"""Runs Python scripts of tests one after another, each in a fork of its own that finds its modules imported.

A line of JSON {argv, code?, input} on standard input is answered by a line of JSON {status, out, err}.
"""

import contextlib
import importlib
import io
import json
import os
import re
import sys
import traceback

IMPORTS = re.compile(r"^(?:import|from) +([\w.]+)", re.MULTILINE)


def run(argv, code):
    """In the fork: as `python script …` or `python -c code …` does. Returns the exit status."""
    sys.argv = argv
    sys.path[0] = "" if argv[0] == "-c" else os.path.dirname(argv[0])
    space = {"__name__": "__main__", "__file__": argv[0]}
    try:
        exec(compile(code, argv[0], "exec"), space)
        return 0
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 0 if left.code is None else 1
    except BaseException:
        traceback.print_exc()
        return 1


def child(request, code, answer):
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    sys.stdin = io.TextIOWrapper(io.BytesIO(request["input"].encode()), "utf-8")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = run(request["argv"], code)
    told = []
    for stream in (out, err):
        stream.flush()
        told.append(stream.buffer.getvalue().decode("utf-8", "replace"))
    with os.fdopen(answer, "w", encoding="utf-8") as pipe:
        json.dump({"status": status, "out": told[0], "err": told[1]}, pipe)


def answered(request):
    code = request.get("code")
    if code is None:
        with open(request["argv"][0], encoding="utf-8") as file:
            code = file.read()
    for name in IMPORTS.findall(code):
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        try:
            child(request, code, writing)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        told = pipe.read()
    os.waitpid(process, 0)
    return told or json.dumps({"status": 1, "out": "", "err": "The script ended its process."})


for line in sys.stdin:
    sys.stdout.write(answered(json.loads(line)) + "\n")
    sys.stdout.flush()
