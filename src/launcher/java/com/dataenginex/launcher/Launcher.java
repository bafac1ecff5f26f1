package com.dataenginex.launcher;

import java.lang.reflect.InvocationTargetException;

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

    private static void missing(Throwable thrown) {
        System.err.println("DataEngineX cannot find a library (" + thrown.getMessage()
                + "); the folder libs with all its jars must lie beside dataenginex.jar");
        System.exit(CONFIGURATION_ERROR);
    }
}
