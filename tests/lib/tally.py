"""What passed and what did not, and the last line that ./test reads.

One Tally per suite; may be used from several threads."""
import sys
import threading


class Tally:
    def __init__(self, suite):
        self.suite = suite
        self.passed = 0
        self.failed = 0
        self.lock = threading.Lock()

    def check(self, what, ok, detail=""):
        """Counts one claim; says it aloud when it does not hold."""
        with self.lock:
            if ok:
                self.passed += 1
            else:
                self.failed += 1
                print("FAIL %s%s" % (what, "\n     " + str(detail)[:1500] if detail else ""))
                sys.stdout.flush()
        return bool(ok)

    def equal(self, what, got, wanted):
        return self.check(what, got == wanted, "got %r, wanted %r" % (got, wanted))

    def say(self, text):
        print(text)
        sys.stdout.flush()

    def end(self):
        """Prints the total; returns the exit status."""
        print("%d passed, %d failed" % (self.passed, self.failed))
        return 0 if self.failed == 0 and self.passed > 0 else 1
