"""How each fact that a failure pattern can ask for is found out."""

from collections.abc import Callable, Mapping

from bot.content.schema import Fact
from bot.explain import module_facts as about_module
from bot.explain import name_facts as about_name
from bot.explain import path_facts as about_path
from bot.explain.scene import Given, Scene

FACTS: Mapping[Fact, Callable[[Scene], Given]] = {
    Fact.PASTED: about_name.pasted,
    Fact.RAN: about_name.ran,
    Fact.IN_NOTEBOOK: about_name.in_notebook,
    Fact.YOURS_DEEPER: about_module.yours_deeper,
    Fact.YOURS_ABOVE: about_module.yours_above,
    Fact.YOURS_NEAR: about_module.yours_near,
    Fact.YOURS_OTHER_CASE: about_module.yours_other_case,
    Fact.OWN_FOLDER: about_module.own_folder,
    Fact.PATH_IS_FILE: about_path.is_file,
    Fact.PATH_TOO_LATE: about_path.too_late,
    Fact.PATH_NOT_THERE: about_path.not_there,
    Fact.PATH_REPLACED: about_path.replaced,
    Fact.STDLIB_NEAR: about_module.stdlib_near,
    Fact.STDLIB_OTHER_CASE: about_module.stdlib_other_case,
    Fact.STDLIB: about_module.stdlib,
    Fact.PACKAGE_RENAMED: about_module.package_renamed,
    Fact.PACKAGE_KNOWN: about_module.package_known,
    Fact.PACKAGE_NEAR: about_module.package_near,
    Fact.DISTRIBUTION: about_module.distribution,
    Fact.OWN_MODULE: about_module.own_module,
    Fact.SUBMODULE_NEAR: about_module.submodule_near,
    Fact.SUBMODULE: about_module.submodule,
    Fact.HIDES_STDLIB: about_module.hides_stdlib,
    Fact.HIDES_PACKAGE: about_module.hides_package,
    Fact.IS_ITSELF: about_module.is_itself,
    Fact.DEFINES_NEAR: about_module.defines_near,
    Fact.DEFINES_INSIDE: about_module.defines_inside,
    Fact.DEFINES_SAME: about_module.defines_same,
    Fact.BOUND_AS: about_name.bound_as,
    Fact.FROM_ONLY: about_name.from_only,
    Fact.IN_IMPORTED: about_name.in_imported,
    Fact.MODULE_IMPORTED: about_name.module_imported,
    Fact.IN_OTHER_FUNCTION: about_name.in_other_function,
    Fact.IN_SAME_FUNCTION: about_name.in_same_function,
    Fact.IMPORTED_AT_TOP: about_name.imported_at_top,
    Fact.OVERWRITTEN: about_name.overwritten,
    Fact.IN_IMPORTER: about_name.in_importer,
    Fact.PRIVATE_AFTER_STAR: about_name.private_after_star,
    Fact.LEFT_OUT_OF_ALL: about_name.left_out_of_all,
    Fact.USED_WITH_DOT: about_name.used_with_dot,
    Fact.CALLED: about_name.called,
    Fact.TAKEN: about_name.taken,
    Fact.NOT_TAKEN: about_name.not_taken,
    Fact.FROM_SAME: about_name.from_same,
    Fact.STAR_IMPORT: about_name.star_import,
    Fact.WHILE_IMPORTING: about_name.while_importing,
    Fact.DATA_ELSEWHERE: about_name.data_elsewhere,
}
