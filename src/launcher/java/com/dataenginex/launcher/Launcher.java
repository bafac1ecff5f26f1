package com.dataenginex.launcher;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
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
            System.err.println("DataEngineX needs Java " + NEEDED + " or newer; this is Java " + version + " at "
                    + System.getProperty("java.home"));
            System.exit(CONFIGURATION_ERROR);
        }
        requireLibraries();
        try {
            Class.forName("com.dataenginex.Main").getMethod("main", String[].class).invoke(null, (Object) args);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof NoClassDefFoundError || e.getCause() instanceof ExceptionInInitializerError
                    && e.getCause().getCause() instanceof NoClassDefFoundError) {
                missing(e.getCause());
            }
            throw e.getCause();
        } catch (NoClassDefFoundError e) {
            missing(e);
        }
    }

    /** Each library that the jar names must lie where it says: without some of them the service starts, and fails later. */
    private static void requireLibraries() throws Exception {
        File jar = new File(Launcher.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (!jar.isFile()) {
            return;
        }
        JarFile file = new JarFile(jar);
        String names = file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
        file.close();
        for (String name : names == null ? new String[0] : names.split(" ")) {
            if (!new File(jar.getParentFile(), name).isFile()) {
                missing(new NoClassDefFoundError(name));
            }
        }
    }

    private static void missing(Throwable thrown) {
        System.err.println("DataEngineX cannot find a library (" + thrown.getMessage()
                + "); the folder libs with all its jars must lie beside dataenginex.jar");
        System.exit(CONFIGURATION_ERROR);
    }
}
