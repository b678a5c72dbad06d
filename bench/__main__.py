from bench import places

with places.server() as c:
    import sys

    print(places.filled(c, int(sys.argv[1])))
