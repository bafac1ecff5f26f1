package com.dataenginex.command;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "completion", description = "Prints a script that completes commands and options in bash and zsh.")
final class CompletionCommand implements Callable<Integer> {
    private final Program program;
    @Spec
    private CommandSpec spec;

    CompletionCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(AutoComplete.bash(program.name(), spec.root().commandLine()));
        return ExitCode.DONE.number();
    }
}
