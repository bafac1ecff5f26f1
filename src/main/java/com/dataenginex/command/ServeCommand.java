package com.dataenginex.command;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

@Command(name = "serve", description = "Starts the service; so does no command at all.")
public final class ServeCommand implements Callable<Integer> {
    private final Program program;

    public ServeCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws InterruptedException {
        int code = program.serve();
        if (code == ExitCode.DONE.number()) {
            // A signal ends the process.
            new CountDownLatch(1).await();
        }
        return code;
    }
}
