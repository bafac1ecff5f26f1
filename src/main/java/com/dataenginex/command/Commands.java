package com.dataenginex.command;

import com.dataenginex.config.ConfigException;
import com.dataenginex.config.Nearest;
import com.dataenginex.config.Redaction;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs the command that the arguments name; what is wrong with them is one sentence on stderr. */
public final class Commands {
    /** How many characters of an argument may be wrong if another one is to be suggested. */
    private static final int CHANGES = 2;

    private final CommandLine line;
    private final PrintWriter err;

    public Commands(Program program, PrintWriter out, PrintWriter err) {
        this.err = err;
        CommandSpec root = CommandSpec.create();
        root.versionProvider(() -> new String[]{version(program)});
        root.addOption(OptionSpec.builder("-h", "--help").usageHelp(true).type(boolean.class)
                .description("Prints this help, or that of a command.").build());
        root.addOption(OptionSpec.builder("-V", "--version").versionHelp(true).type(boolean.class)
                .description("Prints the version, the revision and the Java in use.").build());
        root.usageMessage().description(program.description()).optionListHeading("%n");
        line = new CommandLine(root);
        program.commands().forEach(line::addSubcommand);
        line.addSubcommand(new CompletionCommand(program));
        line.addSubcommand(new HelpCommand());
        line.getSubcommands().get("help").getCommandSpec().usageMessage().description("Prints the help of a command.");
        for (CommandLine each : line.getSubcommands().values()) {
            if (!each.getCommandSpec().optionsMap().containsKey("--help")) {
                each.getCommandSpec().addOption(OptionSpec.builder("-h", "--help").usageHelp(true).type(boolean.class)
                        .description("Prints this help.").build());
            }
        }
        line.setCommandName(program.invocation()).setOut(out).setErr(err).setParameterExceptionHandler(this::refuse)
                .setExecutionExceptionHandler(this::fail)
                // No argument names a file to read arguments from.
                .setExpandAtFiles(false);
        new HelpText(program).addTo(root.usageMessage());
    }

    /** Returns the exit code. */
    public int run(String... args) {
        return line.execute(args);
    }

    /** Name, version, revision, Java. */
    static String version(Program program) {
        return program.name() + " " + program.build().version() + " (revision " + program.build().revision()
                + "), Java " + System.getProperty("java.runtime.version") + " of " + System.getProperty("java.vendor");
    }

    private int refuse(ParameterException wrong, String[] args) {
        String sentence = wrong instanceof UnmatchedArgumentException unmatched
                ? unknown(unmatched.getUnmatched().getFirst(), unmatched.getCommandLine())
                : wrong.getMessage().replaceAll("//\\S*@", "//").replaceAll("\\s+", " ") + "; ";
        err.println(sentence + "--help lists what there is");
        return ExitCode.USAGE.number();
    }

    private static String unknown(String argument, CommandLine command) {
        if (argument.isBlank()) {
            return "An argument is empty; ";
        }
        Set<String> known = new TreeSet<>(command.getSubcommands().keySet());
        command.getCommandSpec().options().forEach(option -> known.addAll(List.of(option.names())));
        if (command.getParent() == null) {
            known.add("--healthcheck");
        }
        // An option of one letter is near to every short word.
        known.removeIf(name -> name.length() <= CHANGES);
        String near = Nearest.of(argument, known, CHANGES);
        // A first @ is no user's.
        String shown = argument.lastIndexOf('@') > 0 ? Redaction.credentials(argument) : argument;
        return "Unknown argument " + shown
                + (near == null ? "; " : ", did you mean " + near + "? ");
    }

    private int fail(Exception thrown, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (thrown instanceof ConfigException) {
            err.println(thrown.getMessage());
            return ExitCode.CONFIGURATION.number();
        }
        throw thrown;
    }
}
