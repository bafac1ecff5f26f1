package com.dataenginex.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "healthcheck", description = "Asks the service on this machine for /health.")
public final class HealthcheckCommand implements Callable<Integer> {
    private final Program program;
    @Spec
    private CommandSpec spec;

    public HealthcheckCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        return program.healthcheck(spec.commandLine().getErr());
    }
}
