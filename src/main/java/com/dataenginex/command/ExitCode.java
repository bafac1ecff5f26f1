package com.dataenginex.command;

/** The exit codes of the process; docs/decisions/0003-exit-codes.md gives the reasons. */
public enum ExitCode {
    DONE(0, "done; or stopped, and nothing was cut off"),
    FAILED(1, "no listener, or it ended; healthcheck, doctor, drill: a failure"),
    CUT_OFF(2, "stopped, but a deadline cut off requests, streams or spans"),
    /** EX_USAGE of sysexits.h. */
    USAGE(64, "unknown arguments"),
    /** EX_CONFIG of sysexits.h. */
    CONFIGURATION(78, "a wrong setting, too old a Java, or a missing library"),
    /** 128 + SIGTERM; the JVM's own. */
    SIGNALLED(143, "a second signal, half a second later or more, ended it at once");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    /** For people, without a full stop. */
    public String meaning() {
        return meaning;
    }
}
