"""Programs that stand in for the outside world while Serai is developed and tested.

Each is a process of its own that speaks a documented protocol over the network. None imports Django or an app of
Serai: what they agree on with Serai is the protocol sheet (the README beside the program) and nothing else.
"""
