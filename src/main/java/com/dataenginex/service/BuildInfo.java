package com.dataenginex.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What the build recorded about itself.
 *
 * @param version of the project
 * @param revision short git commit id, {@code unknown} if it was built outside a checkout
 */
public record BuildInfo(String version, String revision) {

    /** From {@code /build.properties} on the class path. */
    public static BuildInfo read() {
        Properties properties = new Properties();
        try (InputStream file = BuildInfo.class.getResourceAsStream("/build.properties")) {
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String revision = properties.getProperty("revision");
        return new BuildInfo(properties.getProperty("version"), revision.startsWith("${") ? "unknown" : revision);
    }
}
