package com.dataenginex.logging;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Detects whether stdout is a terminal. */
final class Terminal {
    /** On Linux, a link to what stdout is. */
    private static final Path STDOUT = Path.of("/proc/self/fd/1");

    private Terminal() {
    }

    static boolean isStdout() {
        try {
            if (Files.isSymbolicLink(STDOUT)) {
                return isTerminal(Files.readSymbolicLink(STDOUT).toString());
            }
        } catch (IOException e) {
            return false;
        }
        return consoleIsTerminal(System.console());
    }

    static boolean isTerminal(String device) {
        return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
    }

    /** Since Java 22 there is a console without a terminal too; {@code isTerminal} tells the two apart. */
    private static boolean consoleIsTerminal(Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
