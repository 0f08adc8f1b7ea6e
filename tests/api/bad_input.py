def run(tally, template):
    pass
