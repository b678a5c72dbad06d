"""Starting and stopping the product on one machine: embedded PostgreSQL, web, worker.

Imports nothing else of magistrat: it runs the other parts as processes of their own.
"""
