import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.javarosa.core.model.Constants;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.QuestionDef;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.MultipleItemsData;
import org.javarosa.core.model.data.SelectMultiData;
import org.javarosa.core.model.data.SelectOneData;
import org.javarosa.core.model.data.StringData;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.AbstractTreeElement;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.services.IPropertyManager;
import org.javarosa.core.services.PropertyManager;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormSerializingVisitor;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormAnswerDataParser;
import org.javarosa.xform.util.XFormAnswerDataSerializer;
import org.javarosa.xform.util.XFormUtils;

/**
 * JavaRosa, asked line by line: form FILE | set ADDRESS TEXT | all ADDRESS TEXT … | add ADDRESS | remove ADDRESS | state | xml. Words are separated by
 * tabs and written as in a URL. Each command is answered by lines, and one that holds a full stop alone.
 */
public class Oracle {
    private static final PrintStream out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), false);
    private static FormDef form;
    private static FormEntryModel model;
    private static FormEntryController controller;

    public static void main(String[] arguments) throws Exception {
        System.setOut(System.err);
        new XFormsModule().registerModule();
        PropertyManager.setPropertyManager((IPropertyManager) Proxy.newProxyInstance(
            Oracle.class.getClassLoader(),
            new Class[] {IPropertyManager.class},
            (proxy, method, given) -> null));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split("\t", -1);
            for (int i = 0; i < words.length; i++) {
                words[i] = URLDecoder.decode(words[i], "UTF-8");
            }
            try {
                run(words);
            } catch (Throwable trouble) {
                Throwable cause = trouble;
                while (cause.getCause() != null && cause.getCause() != cause) {
                    cause = cause.getCause();
                }
                say("error", cause.getClass().getSimpleName() + ": " + cause.getMessage());
            }
            out.print(".\n");
            out.flush();
        }
    }

    private static void run(String[] words) throws Exception {
        switch (words[0]) {
            case "form":
                form = XFormUtils.getFormFromFormXml(words[1], null);
                form.initialize(true, new InstanceInitializationFactory());
                model = new FormEntryModel(form);
                controller = new FormEntryController(model);
                grow();
                break;
            case "set":
                set(questions(), words[1], words[2]);
                grow();
                break;
            case "all":
                Map<String, FormIndex> known = questions();
                for (int i = 1; i + 1 < words.length; i += 2) {
                    set(known, words[i], words[i + 1]);
                }
                break;
            case "add":
                add(words[1]);
                grow();
                break;
            case "remove":
                controller.deleteRepeat(indexOf(words[1]));
                grow();
                break;
            case "state":
                state();
                break;
            case "xml":
                form.postProcessInstance();
                say("xml", new String(new XFormSerializingVisitor().serializeInstance(form.getInstance()), "UTF-8"));
                break;
            default:
                say("error", "no such command");
        }
    }

    /** Repeats with a count are made when one comes by. */
    private static void grow() {
        controller.jumpToIndex(FormIndex.createBeginningOfFormIndex());
        while (controller.stepToNextEvent() != FormEntryController.EVENT_END_OF_FORM) {
            continue;
        }
    }

    private static Map<String, FormIndex> questions() {
        Map<String, FormIndex> found = new LinkedHashMap<>();
        FormIndex index = model.incrementIndex(FormIndex.createBeginningOfFormIndex());
        while (!index.isEndOfFormIndex()) {
            if (model.getEvent(index) == FormEntryController.EVENT_QUESTION) {
                found.put(address(index.getReference()), index);
            }
            index = model.incrementIndex(index);
        }
        return found;
    }

    private static FormIndex indexOf(String address) {
        FormIndex index = model.incrementIndex(FormIndex.createBeginningOfFormIndex());
        while (!index.isEndOfFormIndex()) {
            int event = model.getEvent(index);
            if ((event == FormEntryController.EVENT_REPEAT || event == FormEntryController.EVENT_PROMPT_NEW_REPEAT)
                && address(index.getReference()).equals(address)) {
                return index;
            }
            index = model.incrementIndex(index);
        }
        throw new IllegalArgumentException("no repeat " + address);
    }

    private static String address(TreeReference reference) {
        StringBuilder text = new StringBuilder();
        TreeReference above = TreeReference.rootRef();
        for (int i = 0; i < reference.size(); i++) {
            above = above.extendRef(reference.getName(i), reference.getMultiplicity(i));
            text.append('/').append(reference.getName(i));
            if (i > 0 && form.getMainInstance().getTemplate(above) != null) {
                text.append('[').append(reference.getMultiplicity(i) + 1).append(']');
            }
        }
        return text.toString();
    }

    private static void set(Map<String, FormIndex> known, String address, String text) {
        FormIndex index = known.get(address);
        if (index == null || !model.isIndexRelevant(index)) {
            say("not asked");
            return;
        }
        FormEntryPrompt prompt = model.getQuestionPrompt(index);
        if (prompt.isReadOnly()) {
            say("not asked");
            return;
        }
        IAnswerData data = null;
        try {
            data = text.isEmpty() ? null : answer(prompt, text);
        } catch (RuntimeException wrong) {
            say("no value");
            return;
        }
        int status = controller.answerQuestion(index, data, true);
        if (status != FormEntryController.ANSWER_OK) {
            controller.saveAnswer(index, data, true);
        }
        say("status", String.valueOf(status));
    }

    private static IAnswerData answer(FormEntryPrompt prompt, String text) {
        int control = prompt.getControlType();
        if (control == Constants.CONTROL_SELECT_ONE || control == Constants.CONTROL_SELECT_MULTI || control == Constants.CONTROL_RANK) {
            List<Selection> chosen = new ArrayList<>();
            for (String name : text.split(" ")) {
                for (SelectChoice choice : prompt.getSelectChoices()) {
                    if (choice.getValue().equals(name)) {
                        chosen.add(new Selection(choice));
                    }
                }
            }
            if (chosen.isEmpty()) {
                return null;
            }
            if (control == Constants.CONTROL_SELECT_ONE) {
                return new SelectOneData(chosen.get(0));
            }
            return control == Constants.CONTROL_RANK ? new MultipleItemsData(chosen) : new SelectMultiData(chosen);
        }
        if (control == Constants.CONTROL_TRIGGER) {
            return new StringData(text);
        }
        return XFormAnswerDataParser.getAnswerData(text, prompt.getDataType(), prompt.getQuestion());
    }

    private static void add(String address) {
        int last = address.lastIndexOf('[');
        controller.newRepeat(indexOf(address));
        say("added", address.substring(0, last < 0 ? address.length() : last));
    }

    private static void state() {
        for (Map.Entry<String, FormIndex> one : questions().entrySet()) {
            FormIndex index = one.getValue();
            boolean relevant = model.isIndexRelevant(index);
            if (!relevant) {
                say("question", one.getKey(), "no", "", "", "", "", "");
                continue;
            }
            FormEntryPrompt prompt = model.getQuestionPrompt(index);
            QuestionDef question = prompt.getQuestion();
            StringBuilder choices = new StringBuilder();
            if (prompt.getControlType() == Constants.CONTROL_SELECT_ONE || prompt.getControlType() == Constants.CONTROL_SELECT_MULTI
                || prompt.getControlType() == Constants.CONTROL_RANK) {
                for (SelectChoice choice : prompt.getSelectChoices()) {
                    choices.append(choice.getValue()).append(' ');
                }
            }
            IAnswerData data = prompt.getAnswerValue();
            boolean kept = data == null || form.evaluateConstraint(index.getReference(), data);
            String text = String.valueOf(prompt.getLongText());
            say("question", one.getKey(), "yes", prompt.isRequired() ? "yes" : "no", prompt.isReadOnly() ? "yes" : "no",
                kept ? "yes" : "no", choices.toString().trim(), text);
        }
        values(form.getMainInstance().getRoot());
    }

    private static void values(TreeElement element) {
        for (int i = 0; i < element.getNumChildren(); i++) {
            TreeElement child = element.getChildAt(i);
            if (child.getMult() == TreeReference.INDEX_TEMPLATE) {
                continue;
            }
            if (child.getNumChildren() > 0) {
                values(child);
            } else if (child.getValue() != null) {
                Object text = new XFormAnswerDataSerializer().serializeAnswerData(child.getValue(), child.getDataType());
                say("value", address(child.getRef()), child.isRelevant() ? "yes" : "no", String.valueOf(text));
            }
        }
    }

    private static void say(String... words) {
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            try {
                line.append(line.length() > 0 ? "\t" : "").append(URLEncoder.encode(word, "UTF-8"));
            } catch (java.io.UnsupportedEncodingException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        out.print(line.append('\n'));
    }
}
