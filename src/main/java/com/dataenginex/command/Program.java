package com.dataenginex.command;

import com.dataenginex.config.ConfigException;
import com.dataenginex.config.Settings;
import com.dataenginex.debug.DebugConfig;
import com.dataenginex.doctor.DoctorConfig;
import com.dataenginex.doctor.Subject;
import com.dataenginex.drill.DrillConfig;
import com.dataenginex.exercise.Promises;
import com.dataenginex.http.HttpConfig;
import com.dataenginex.service.BuildInfo;
import com.dataenginex.service.HealthProbe;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** What the command line asks of a product. */
public interface Program {
    /** The program's name in {@code --version} and in the shell's completion. */
    String name();

    /** How the program is started, such as {@code java -jar name.jar}. */
    String invocation();

    /** One sentence for the head of the help. */
    String description();

    BuildInfo build();

    /** Each is annotated for picocli, and returns an exit code. */
    List<Callable<Integer>> commands();

    /** The settings for these variables: every key is read, and mistakes are recorded but not yet thrown. */
    Settings settings(Map<String, String> variables);

    /** The variables of this process. */
    Map<String, String> variables();

    /** @throws ConfigException with every mistake found */
    HttpConfig http();

    /** @throws ConfigException with every mistake found */
    DebugConfig debug();

    /** @throws ConfigException with every mistake found */
    DrillConfig drill();

    /**
     * What the product's alerting promises, which drills hold it to.
     *
     * @throws ConfigException with every mistake found
     */
    Promises promises();

    /**
     * Where everything is; the service by default on this machine.
     *
     * @throws ConfigException with every mistake found
     */
    DoctorConfig doctor();

    /**
     * What the doctor examines.
     *
     * @throws ConfigException with every mistake found
     */
    Subject subject();

    /**
     * Reads the settings and assembles the service, and starts nothing of it.
     *
     * @throws ConfigException with every mistake found
     */
    void check();

    /**
     * Asks the service on this machine for {@code /health} and says what is wrong.
     *
     * @return an exit code
     */
    default int healthcheck(PrintWriter err) {
        String problem;
        try {
            problem = new HealthProbe(http()).problem();
        } catch (ConfigException e) {
            err.println(e.getMessage());
            return ExitCode.CONFIGURATION.number();
        }
        if (problem.isEmpty()) {
            return ExitCode.DONE.number();
        }
        err.println(problem);
        return ExitCode.FAILED.number();
    }

    /** Starts the service and returns, 0 if it works; it ends the process at its own end. */
    int serve();
}
