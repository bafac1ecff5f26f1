package com.dataenginex.readers;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON, and takes what is absent for empty. */
final class JsonText {
    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

    private JsonText() {
    }

    /** @throws RuntimeException if it is not JSON */
    static JsonStructure parse(String text) {
        try (JsonReader reader = READERS.createReader(new StringReader(text))) {
            return reader.read();
        }
    }

    static JsonObject object(JsonObject in, String name) {
        return in.get(name) instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
    }

    static List<JsonObject> objects(JsonObject in, String name) {
        return in.get(name) instanceof JsonArray array ? objects(array) : List.of();
    }

    static List<JsonObject> objects(JsonArray array) {
        return array.stream().filter(JsonObject.class::isInstance).map(JsonValue::asJsonObject).toList();
    }

    /** The elements of an array as texts. */
    static List<String> list(JsonObject in, String name) {
        return in.get(name) instanceof JsonArray array ? array.stream().map(JsonText::text).toList() : List.of();
    }

    /** A string without its quotes, another value as it is written; empty for null and if it is absent. */
    static String text(JsonObject in, String name) {
        return text(in.get(name));
    }

    static String text(JsonValue value) {
        if (value == null || value.getValueType() == JsonValue.ValueType.NULL) {
            return "";
        }
        return value instanceof JsonString string ? string.getString() : value.toString();
    }

    /** The members as texts, in their order. */
    static Map<String, String> texts(JsonObject object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.forEach((name, value) -> texts.put(name, text(value)));
        return texts;
    }

    /** The members of a text that is one JSON object; empty for any other text. */
    static Map<String, String> fields(String text) {
        try {
            return text.stripLeading().startsWith("{") ? texts(parse(text).asJsonObject()) : Map.of();
        } catch (RuntimeException e) {
            return Map.of();
        }
    }
}
