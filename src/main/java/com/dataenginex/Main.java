package com.dataenginex;

import com.dataenginex.command.Commands;
import com.dataenginex.command.ExitCode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Runs what the command line says: without arguments it serves. */
public final class Main {
    private Main() {
    }

    public static void main(String[] args) {
        // In a locale such as C the JVM would write a question mark for each character that is none of ASCII.
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        DataEngineXProgram program = new DataEngineXProgram(System.getenv());
        switch (args.length == 0 ? "serve" : String.join(" ", args)) {
            case "serve" -> {
                int code = program.serve();
                if (code != ExitCode.DONE.number()) {
                    System.exit(code);
                }
            }
            // Asked every few seconds where an image holds no curl, so it does without the library of the other commands.
            case "healthcheck", "--healthcheck" -> System.exit(program.healthcheck(err));
            default -> {
                PrintWriter out = new PrintWriter(new FileOutputStream(FileDescriptor.out), false,
                        StandardCharsets.UTF_8);
                int code = new Commands(program, out, err).run(args);
                // The exit does not wait for what a writer still holds.
                out.flush();
                System.exit(code);
            }
        }
    }
}
