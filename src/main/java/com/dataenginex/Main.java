package com.dataenginex;

import com.dataenginex.command.Commands;
import com.dataenginex.command.ExitCode;
import java.io.PrintWriter;

/** Runs what the command line says: without arguments it serves. */
public final class Main {
    private Main() {
    }

    public static void main(String[] args) {
        PrintWriter err = new PrintWriter(System.err, true);
        DataEngineXProgram program = new DataEngineXProgram(System.getenv());
        switch (String.join(" ", args)) {
            case "", "serve" -> {
                int code = program.serve();
                if (code != ExitCode.DONE.number()) {
                    System.exit(code);
                }
            }
            // Asked every few seconds where an image holds no curl, so it does without the library of the other commands.
            case "healthcheck", "--healthcheck" -> System.exit(program.healthcheck(err));
            default -> System.exit(new Commands(program, new PrintWriter(System.out, true), err).run(args));
        }
    }
}
