package com.dataenginex.otlp;

import java.io.IOException;
import java.io.OutputStream;

/** Bytes that are written as they are. */
public interface Encoded {
    /** How many they are. */
    int length();

    void writeTo(OutputStream out) throws IOException;
}
