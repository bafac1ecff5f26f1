package com.dataenginex.health;

import java.io.IOException;

/** Finds out whether a dependency works. */
interface DependencyCheck {
    /**
     * Returns if it works. The caller interrupts the thread when the time is over.
     *
     * @throws IOException with a reason that an operator understands, if it does not
     */
    void check() throws IOException;
}
