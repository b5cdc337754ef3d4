"""What each command takes and does, by wing: the door is `ravine/cli.py`.

A command is a function of its options that returns the exit status, or None for 0. It imports what it needs only when
it runs, so that `--help` needs nothing and `ravine grade` can start its processes before anything heavy is read.
"""
