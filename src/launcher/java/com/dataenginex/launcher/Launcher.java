package com.dataenginex.launcher;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/** Entry point that any JVM since Java 8 can load: an old one gets a sentence instead of a stack trace. */
public final class Launcher {
    private static final int NEEDED = 21;
    private static final int CONFIGURATION_ERROR = 78;

    private Launcher() {
    }

    public static void main(String[] args) throws Throwable {
        String version = System.getProperty("java.specification.version");
        if (Double.parseDouble(version) < NEEDED) {
            String home = System.getProperty("java.home");
            String newer = newerThan(home);
            exit("DataEngineX needs Java " + NEEDED + " or newer; this is Java " + version + " at " + home
                    + (newer == null
                            ? "; install a newer one, and start it with the full path of its bin/java"
                            : "; start it with " + newer + " -jar " + jar()));
        }
        requireLibraries();
        try {
            Class.forName("com.dataenginex.Main").getMethod("main", String[].class).invoke(null, (Object) args);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof NoClassDefFoundError || e.getCause() instanceof ExceptionInInitializerError
                    && e.getCause().getCause() instanceof NoClassDefFoundError) {
                missing(e.getCause().getMessage());
            }
            throw e.getCause();
        } catch (NoClassDefFoundError e) {
            missing(e.getMessage());
        }
    }

    /** The program of a Java that is new enough, installed beside the one that runs this; null if there is none. */
    private static String newerThan(String home) {
        // Java 8 has its home in a folder jre of the JDK's.
        File own = new File(home.endsWith("jre") ? new File(home).getParent() : home);
        File[] beside = own.getParentFile() == null ? null : own.getParentFile().listFiles();
        if (beside != null) {
            Arrays.sort(beside);
            for (File other : beside) {
                File program = new File(other, "bin/java");
                if (program.canExecute() && version(other) >= NEEDED) {
                    return program.getPath();
                }
            }
        }
        return null;
    }

    /** 25 for {@code JAVA_VERSION="25.0.3"} in the file that each JDK has; 0 if it has none. */
    private static int version(File home) {
        try {
            for (String line : Files.readAllLines(new File(home, "release").toPath(), StandardCharsets.UTF_8)) {
                if (line.matches("JAVA_VERSION=\"\\d+.*")) {
                    return Integer.parseInt(line.replaceAll("JAVA_VERSION=\"(\\d+).*", "$1"));
                }
            }
        } catch (IOException e) {
            return 0;
        }
        return 0;
    }

    /** Each library that the jar names must lie where it says: without some of them the service starts, and fails later. */
    private static void requireLibraries() throws Exception {
        File jar = jar();
        if (!jar.isFile()) {
            return;
        }
        JarFile file = new JarFile(jar);
        String names = file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
        file.close();
        File libraries = new File(jar.getParentFile(), "libs");
        if (names != null && !libraries.isDirectory()) {
            exit("DataEngineX cannot find the folder " + libraries
                    + "; copy it there with all its jars, or start infra/run in a checkout");
        }
        for (String name : names == null ? new String[0] : names.split(" ")) {
            if (!new File(jar.getParentFile(), name).isFile()) {
                missing(name);
            }
        }
    }

    private static File jar() throws Exception {
        return new File(Launcher.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static void missing(String what) {
        exit("DataEngineX cannot find a library (" + what
                + "); the folder libs with all its jars must lie beside dataenginex.jar");
    }

    private static void exit(String sentence) {
        System.err.println(sentence);
        System.exit(CONFIGURATION_ERROR);
    }
}
